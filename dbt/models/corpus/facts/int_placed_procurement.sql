-- Lines of purchases on the body that they are money of. Grain: one line.
{{ placed_on_one_purse(ref('doc_procurement_line'), 'procurement_line_key') }}
