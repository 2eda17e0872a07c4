-- Lines of 机关运行经费 on the body that they are money of. Grain: one line.
{{ placed_on_one_purse(ref('doc_operating_cost_line'), 'operating_cost_line_key') }}
