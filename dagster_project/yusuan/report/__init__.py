"""The page people read: one self-contained HTML file per build, and the frame it shares with the Data Docs.

    templating  Jinja environment, number and text filters
    content     what the page says, read from the build's database
    breaks      a break as a sentence with its printed figures
    page        writing the page
    templates/  HTML and the one style sheet

Does not belong here: any figure that the warehouse does not hold.
"""
