"""One safe photograph: taken in, decoded whole, encoded anew, described, credited, shown in the size that fits."""
