"""The page people read: one self-contained HTML file per build, and the frame it shares with the Data Docs.

    page        writing the page
    holdings    what the warehouse holds: documents, figures, what vouches for them
    findings    what is wrong, gravest first, with pictures and the evidence of each cell
    places      the cells that findings concern, and what of which page shows them
    evidence    identities with their printed figures
    verdicts    what the rules found, by rule and family
    coverage    which tables each disclosure has
    budgets     budget against final accounts
    plots       inline SVG
    marks       cells to mark, and the parts of a page that show them
    pictures    drawing those
    letters     where on its line a figure of the narrative stands
    rows        rows of a query, and the first of many
    words       codes in English and Chinese
    reasons     why documents are turned away, in Chinese
    templating  Jinja environment, number and text filters
    templates/  HTML and the one style sheet

Does not belong here: any figure that the warehouse does not hold.
"""
