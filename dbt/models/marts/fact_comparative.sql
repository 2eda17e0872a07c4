-- What papers say of a body's money in another year than their own, or of the budget beside final accounts.
select
    comparatives.comparative_key,
    comparatives.source,
    comparatives.unit_key,
    bodies.department_key,
    comparatives.fiscal_year,
    comparatives.stage,
    comparatives.table_kind,
    comparatives.concept,
    subjects.subject_key,
    comparatives.item,
    comparatives.fund,
    comparatives.nature,
    comparatives.period,
    comparatives.side,
    comparatives.row_label,
    comparatives.row_role,
    comparatives.is_leaf,
    comparatives.column_path,
    cast(comparatives.amount_yuan as decimal(24, 2)) as amount_yuan,
    comparatives.derived,
    cast(comparatives.beside_yuan as decimal(24, 2)) as beside_yuan,
    comparatives.document_key,
    comparatives.page_number,
    comparatives.own_document_key,
    cast(comparatives.own_yuan as decimal(24, 2)) as own_yuan,
    cast(comparatives.amount_yuan - comparatives.own_yuan as decimal(24, 2)) as difference_yuan
from {{ ref('int_comparative') }} as comparatives
inner join {{ ref('dim_unit') }} as bodies on comparatives.unit_key = bodies.unit_key
left join {{ ref('dim_subject') }} as subjects
    on {{ is_subject_of('subjects', 'comparatives.classification', 'comparatives.code', 'comparatives.fiscal_year') }}
