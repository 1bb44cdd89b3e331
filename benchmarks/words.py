"""A model of words for made-up projects: frequencies fall as in real texts (Zipf), a theme brings its own words.

The most frequent ranks are real words of the language, so that stemming and stop words meet what they know; the long
tail is made of syllables and belongs to nobody.
"""

from collections.abc import Sequence
from itertools import accumulate
from random import Random

_COMMON = {
    "en": """the of and to in a for with is on that are by as an from at their this which will be people project care
        region social partners together new work services local support communities regions better learn public
        training cooperation young older health skills towns villages innovation develop test methods share results
        women jobs neighbours schools rural cities help families volunteers networks authorities enterprises small
        places living homes digital inclusion employment models pilot actions knowledge strategy tools guide centres
        needs everyday mobility housing loneliness participation border countries common experience groups teachers
        nurses cooperatives""",
    "de": """und die der in zu mit für das von den des ein eine auf ist im dem werden Menschen Projekt Region soziale
        Partner gemeinsam neue Arbeit Dienste vor Ort Pflege Gemeinden Regionen lernen Bildung Zusammenarbeit junge
        ältere Gesundheit Fähigkeiten Städte Dörfer Innovation entwickeln erproben Methoden teilen Ergebnisse Frauen
        Arbeitsplätze Nachbarn Schulen ländliche helfen Familien Ehrenamtliche Netzwerke Behörden Unternehmen kleine
        Orte Leben Wohnen digitale Teilhabe Beschäftigung Modelle Wissen Strategie Werkzeuge Leitfaden Zentren
        Bedarf Alltag Mobilität""",
    "sv": """och i att en för med av på det som är till den de ett om människor projekt region sociala partner
        tillsammans nya arbete tjänster lokala stöd samhällen regioner lära utbildning samarbete unga äldre hälsa
        färdigheter städer byar innovation utveckla prova metoder dela resultat kvinnor jobb grannar skolor
        landsbygd hjälpa familjer volontärer nätverk myndigheter företag små platser leva boende digital delaktighet
        sysselsättning modeller kunskap strategi verktyg vägledning centrum behov vardag rörlighet""",
    "fr": """de la le les et des en un une pour avec dans par sur au du est que personnes projet région sociale
        partenaires ensemble nouveaux travail services locaux soutien communes régions apprendre formation
        coopération jeunes âgées santé compétences villes villages innovation développer tester méthodes partager
        résultats femmes emplois voisins écoles rural aider familles bénévoles réseaux autorités entreprises petites
        lieux vivre logement numérique""",
    "pl": """i w na z do się dla oraz jest przez od o ludzie projekt region społeczne partnerzy razem nowe praca usługi
        lokalne wsparcie gminy regiony uczyć szkolenia współpraca młodzi starsi zdrowie umiejętności miasta wsie
        innowacje rozwijać metody wyniki kobiety sąsiedzi szkoły wiejskie pomoc rodziny sieci władze firmy małe
        miejsca życie""",
    "fi": """ja on että se ei hanke alue sosiaalinen kumppanit yhdessä uusi työ palvelut paikallinen tuki kunnat alueet
        oppia koulutus yhteistyö nuoret vanhat terveys taidot kaupungit kylät kehittää kokeilla menetelmät tulokset
        naiset naapurit koulut maaseutu apu perheet verkostot viranomaiset yritykset pienet paikat elämä asuminen""",
    "it": """di e la il per in un una con le dei del che da al si sono persone progetto regione sociale partner insieme
        nuovi lavoro servizi locali sostegno comuni regioni imparare formazione cooperazione giovani anziani salute
        competenze città paesi innovazione sviluppare metodi risultati donne vicini scuole rurale aiuto famiglie
        reti imprese""",
    "el": """και της το του η για με την στην των από ένα μια άνθρωποι έργο περιφέρεια κοινωνική εταίροι μαζί νέα
        εργασία υπηρεσίες τοπική στήριξη κοινότητες μάθηση κατάρτιση συνεργασία νέοι υγεία δεξιότητες πόλεις χωριά
        καινοτομία""",
}
_SYLLABLES = {
    "en": "bal ber cal dor el fen gar hol il ken lor mar nel or pel quin ros sel tor ul ven wil yor zan mere ton ster",
    "de": "bach berg dorn eich feld grün hal heim kar lind mühl nau ober rad sand tal ufer wald zell acht ens grim",
    "sv": "berg by dal ek fors gran holm hult kil lund mark näs ost rum sjö skog strand torp vik ås öv älv",
    "fr": "beau char dun ette font gier haut jar lan mont neuil orme plai quer roche sève tour val vert oise",
    "pl": "bor chy dol gra jas kło las mie now ost pol rze sta tar wie zło żyw dąb ług mar",
    "fi": "aho haar iso joki kallio lampi mäki niemi oja pelto ranta salmi suo tuomi vaara virta ylä",
    "it": "acqua bel casa dora fonte gran lago monte nera orto piano rocca sala terra valle vigna zocco",
    "el": "αλι βρα γεν δρο ελα θαλ καλ λιμ μον νησ ορο πηγ ροδ σελ τρι φαρ χωρ ψαρ",
}
LANGUAGES = tuple(_COMMON)
_TAIL = 20_000


class Words:
    """Words of one language with Zipf-like frequencies."""

    def __init__(self, language: str, seed: int) -> None:
        random = Random(f"{language}-{seed}")
        common = list(dict.fromkeys(_COMMON[language].split()))
        self._syllables = _SYLLABLES[language].split()
        tail = {name(random, self._syllables, 2, 4).lower() for _ in range(_TAIL)}
        self._words = common + sorted(tail - set(common), key=lambda _word: random.random())
        self._weights = list(accumulate(1 / (rank + 2.7) for rank in range(len(self._words))))

    def sentences(self, random: Random, length: int, topics: Sequence[str]) -> str:
        """About `length` words in sentences; `topics` appear among them again and again."""
        words = random.choices(self._words, cum_weights=self._weights, k=length)
        for topic in topics:
            for _ in range(1 + length // 60):
                words[random.randrange(length)] = topic
        parts, start = [], 0
        while start < length:
            end = min(length, start + random.randint(7, 18))
            sentence = " ".join(words[start:end])
            parts.append(sentence[:1].upper() + sentence[1:] + ".")
            start = end
        return " ".join(parts)

    def title(self, random: Random, topic: str) -> str:
        words = random.choices(self._words, cum_weights=self._weights, k=random.randint(3, 8))
        title = " ".join([topic, *words])
        return title[:1].upper() + title[1:]


def name(random: Random, syllables: Sequence[str], least: int, most: int) -> str:
    """A made-up name of `least` to `most` syllables."""
    return "".join(random.choices(syllables, k=random.randint(least, most))).capitalize()


def made_up(random: Random, language: str = "en") -> str:
    return name(random, _SYLLABLES[language].split(), 2, 3)
