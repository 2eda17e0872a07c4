"""The corpus check: how well a folder of documents is read, measured on a warehouse built only for that.

    scratch   a scratch home over a folder, built by the main job
    figures   counts and shares, per document and in total
    measure   counting them in the build
    boxes     every figure's box read again through pdfium, and compared with its `amount_text`
    choice    which breaks are shown
    page      corpus.html
    findings  what was found as a whole, and its JSON form
    console   the tables that are printed
    check     these steps in order

    rule_pages   one page per rule for docs/rules, with how it fared over such a folder

Does not belong here: how documents are read (reading), what they mean (dbt), the published warehouse's own report.
"""
