-- Lines of expenditure by economic subject on the body that they are money of. Grain: one line.
{{ placed_on_one_purse(ref('doc_economic_line'), 'economic_line_key') }}
