"""Reading: a document's bytes → what is printed in it. Pure functions that know nothing of Dagster, files or databases.

    page       pdfplumber's objects → characters and rules          grid     rules → cells, merged ones included
    layout     characters → lines and cells with text               header   header cells → column paths and roles
    outline    label cells → codes, labels, row paths               captions lines around a table → title, unit, notes
    tables     sheets of pages → tables over pages                  identity whose paper, year, stage, level
    emit       tables → raw rows                                    document the steps in order
    text, numbers, labels: the shapes of words and figures; lexicon: the words from the dbt seeds; schema: the output
"""

from yusuan.reading.document import EXTRACTOR_VERSION, read_document
from yusuan.reading.lexicon import Lexicon

__all__ = ["EXTRACTOR_VERSION", "Lexicon", "read_document"]
