-- What a speaking document states of a body in another year, or of the budget beside final accounts: in a column, or in words.
-- Grain: one printed figure, or one growth in words.
with stated as (
    -- As in every fact, what a person decided stands for what is printed.
    select
        * replace (coalesce(corrected_amount_yuan, amount_yuan) as amount_yuan),
        reading in ('exact', 'repaired') or corrected_amount_yuan is not null as is_known,
        case when is_unit_row then row_label else '' end as unit_row_label
    from {{ ref('int_comparable_amount') }}
),

compared as (
    select * from stated
    where not is_own_year and is_known and amount_yuan is not null
),

-- What the body's own paper of that year and stage says of the same row and column.
own as (
    select
        stated_of_key,
        stated_year,
        stated_stage,
        table_kind,
        row_key,
        column_key,
        document_key,
        amount_yuan
    from stated
    semi join compared
        on
            stated.stated_of_key = compared.stated_of_key and stated.stated_year = compared.stated_year
            and stated.stated_stage = compared.stated_stage and stated.table_kind = compared.table_kind
    where is_own_year and not is_unit_row
    -- The papers of one body about one year that both speak (a narrative beside its tables) print a figure once.
    qualify
        is_known and count(*) over (partition by stated_of_key, stated_year, stated_stage, table_kind, row_key, column_key) = 1
),

-- What the paper itself prints of its own year and the same stage in the same row and column.
beside as (
    select * from stated
    semi join compared on stated.document_key = compared.document_key and stated.table_kind = compared.table_kind
    where is_own_year and is_known
),

in_tables as (
    select
        'comparative' as source,
        compared.stated_of_key as unit_key,
        compared.stated_year as fiscal_year,
        compared.stated_stage as stage,
        compared.table_kind,
        cast(null as varchar) as concept,
        compared.classification,
        compared.code,
        compared.item,
        compared.fund,
        compared.nature,
        compared.period,
        compared.side,
        compared.row_label,
        compared.row_role,
        compared.is_leaf,
        compared.column_path,
        compared.amount_yuan,
        compared.half_unit_yuan,
        false as derived,
        compared.document_key,
        compared.page_number,
        {{ own_term('compared.amount_key') }} as terms,
        cast([] as struct(prose_figure_key varchar, sign integer)[]) as prose_terms,
        own.document_key as own_document_key,
        own.amount_yuan as own_yuan,
        beside.amount_yuan as beside_yuan
    from compared
    left join beside
        on
            compared.document_key = beside.document_key and compared.stated_of_key = beside.stated_of_key
            and compared.table_kind = beside.table_kind and compared.row_key = beside.row_key
            and compared.column_key = beside.column_key and compared.stated_stage = beside.stated_stage
            and compared.is_unit_row = beside.is_unit_row and compared.unit_row_label = beside.unit_row_label
    left join own
        on
            compared.stated_of_key = own.stated_of_key and compared.stated_year = own.stated_year
            and compared.stated_stage = own.stated_stage and compared.table_kind = own.table_kind
            and compared.row_key = own.row_key and compared.column_key = own.column_key
            and compared.document_key <> own.document_key
),

in_words as (
    select
        'narrative' as source,
        unit_key,
        stated_year as fiscal_year,
        stated_stage as stage,
        concept,
        case when subject_code is not null then 'functional' end as classification,
        subject_code as code,
        fund,
        stated_yuan as amount_yuan,
        half_unit_yuan,
        grown_to_key is not null as derived,
        document_key,
        page_number,
        cast([] as struct(amount_key varchar, sign integer)[]) as terms,
        case
            when growth_sign = 0 then [{ 'prose_figure_key': prose_figure_key, 'sign': 1 }]
            else [{ 'prose_figure_key': grown_to_key, 'sign': 1 }, { 'prose_figure_key': prose_figure_key, 'sign': growth_sign }]
        end as prose_terms
    from {{ ref('int_prose_stated') }}
),

all_sources as (
    select * from in_tables
    union all by name
    select * from in_words
)

select
    md5(concat_ws('|', terms[1].amount_key, prose_terms[-1].prose_figure_key))[1:16] as comparative_key,
    *
from all_sources
where unit_key is not null
