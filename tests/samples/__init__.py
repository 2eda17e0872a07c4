"""Sample documents: the money tables of five published papers as data, a typesetter, and the answer keys.

Everything here makes input for the project and its tests; nothing here is imported by the package itself.
"""
