"""The page people read: one self-contained HTML file per build, and the frame it shares with the Data Docs.

    page           writing the page
    holdings       what the warehouse holds: documents, figures, what vouches for them
    finding_cards  what is wrong, gravest first, with pictures and the evidence of each cell
    places         the cells that findings concern, and what of which page shows them
    verdicts       what the rules found, by rule and family
    coverage       which tables each disclosure has
    budgets        budget against final accounts
    plots          inline SVG
    highlights     cells to highlight, and the parts of a page that show them
    pictures       drawing those
    figure_boxes   where on its line a figure of the narrative stands
    reasons        why documents are turned away, in Chinese
    templating     Jinja environment, number and text filters
    templates/     HTML and the one style sheet

Does not belong here: any figure that the warehouse does not hold.
"""
