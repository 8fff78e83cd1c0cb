/** What to cite when using NIQE, with whatever parameters. */
export const citation =
  'A. Mittal, R. Soundararajan and A. C. Bovik, "Making a \'Completely Blind\' Image Quality Analyzer", IEEE Signal Processing Letters 20(3), 2013';
