"""Forest inventories: lots of "diễn biến rừng" read by their schema, totalled, split and compared.

The legal area of a lot is ``dtich``; the area of its polygon stands beside it. All functions are
pure: the tables of codes are read and handed in by `lsgeo.sources.inventory`.
"""
