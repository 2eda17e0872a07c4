"""What people ask for by command, and get as text.

    document_view  one document as reading sees it, without a warehouse

Does not belong here: reading, deciding, or publishing anything.
"""
