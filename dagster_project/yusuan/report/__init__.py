"""The pages people read: a small site per build, static and offline, and the frame it shares with the Data Docs.

    page           writing the first page, which stands alone too: the money first, then what it is worth
    static_site    writing the others, in which order
    spending       money of the whole warehouse: by function, department, place, year
    body_pages     a page for each body: its years, what for, 三公, projects, units, papers, findings
    body_summaries what lists and a body's department say of it, kept for the next site
    document_pages a page for each paper: its tables as printed, what vouches for each figure, the way to its page
    list_pages     lists of bodies, papers, findings and subjects, to sort and to filter
    search_index   what the search of the site looks through
    page_writer    a page is made again only where what it shows changed
    addresses      names of pages, and the way to the paper itself
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
    assets/        what runs in the browser: site.js, and what sorts tables (sortable-tablesort 4.1.7, Unlicense)

Does not belong here: any figure that the warehouse does not hold.
"""
