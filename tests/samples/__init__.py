"""Sample documents: the money tables of five published papers as data, a typesetter, and the answer keys.

Figures and labels are the papers' own, the sentences around the tables are not, and each page says so. Everything here
makes input for the project and its tests; nothing here is imported by the package itself. The embedded fonts (AR PL
UMing, WenQuanYi Zen Hei and Micro Hei) may be embedded under their licences.
"""
