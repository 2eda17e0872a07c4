-- One row per figure of the prose with what its own words say: relation, stage, year, fund, concept and subject.
with statements as (
    select * from {{ ref('stg_statement') }}
),

documents as (
    select
        document_key,
        fiscal_year,
        stage,
        {{ normalise_name('publisher_name') }} as own_name
    from {{ ref('int_document') }} where status = 'loaded'
),

words as (
    select
        {{ prose_words("'fund', 'stage', 'filler'") }} as neutral,
        {{ prose_words("'filler_revenue'") }} as revenue,
        {{ prose_words("'filler_expenditure'") }} as expenditure,
        {{ prose_words("'opener'") }} as opener,
        {{ prose_words("'last_year'") }} as last_year
),

relations as (
    select * from {{ ref('prose_relation') }}
),

-- The mark in front, words that only open, the year and the publisher's own name say nothing of the money.
cleaned as (
    select
        statements.*,
        documents.fiscal_year,
        documents.stage as document_stage,
        documents.own_name,
        statements.unit in ('%', '百分点') as is_percent,
        regexp_replace(
            regexp_replace(
                regexp_replace(
                    replace(statements.phrase, coalesce(documents.own_name, '-'), ''),
                    '^(\d{1,2}[.、)]|\([一二三四五六七八九十\d]+\)|[一二三四五六七八九十]+[、.])', ''
                ),
                '^[、”“"(和及以]*(其中|包括|此外|同时|另|涉及)?(主要)?[、:,]?', ''
            ),
            '^[^比较与占()]*20\d\d年(度)?', ''
        ) as words
    from statements
    inner join documents on statements.document_key = documents.document_key
),

related as (
    select
        cleaned.statement_key,
        arg_min(relations.relation, relations.priority) as relation
    from cleaned
    inner join relations
        on
            (relations.unit_kind = 'percent') = cleaned.is_percent
            and regexp_matches(cleaned.phrase, relations.pattern)
    group by cleaned.statement_key
),

-- The words without the change that they tell: `财政拨款支出增加` is of fiscal expenditure.
told as (
    select
        cleaned.*,
        related.relation,
        case
            when related.relation = 'change'
                then
                    regexp_replace(
                        regexp_replace(cleaned.words, '(各|均|同比)?(增加|增长|上升|提高|减少|下降|降低|压减|增减)(\(减少\))?(了|额)?(为|约)?$', ''),
                        '^.*(相比|[比较](上年|去年|20\d\d年|年初|上)[^,]*)$',
                        ''
                    )
            when related.relation = 'share' then regexp_replace(regexp_extract(cleaned.words, '占([^占]*)$', 1), '(的)?(比例|比重)?(为|的)?$', '')
            else cleaned.words
        end as named
    from cleaned
    inner join related on cleaned.statement_key = related.statement_key
)

select
    told.*,
    row_number() over (
        partition by told.document_key order by told.paragraph_number, told.sentence_number, told.figure_number, told.statement_key
    ) as position,
    coalesce(
        try_cast(list_last(regexp_extract_all(told.phrase, '(20\d\d)(?:年|预算)', 1)) as integer),
        told.fiscal_year
    ) - case when regexp_matches(told.phrase, words.last_year) and told.relation = 'amount' then 1 else 0 end as said_year,
    case
        when regexp_matches(told.phrase, '年初(部门)?预算') then 'original_budget'
        when regexp_matches(told.phrase, '全年预算|调整后?预算|预算调整') then 'adjusted_budget'
        when regexp_matches(told.phrase, '决算|执行数|实际支出') then 'final'
    end as said_stage,
    case
        when regexp_matches(told.named, '一般公共预算|公共财政') then 'general_public_budget'
        when regexp_matches(told.named, '政府性基金') then 'government_fund'
        when regexp_matches(told.named, '国有资本经营') then 'state_capital'
        when regexp_matches(told.named, '财政专户') then 'special_fiscal_account'
        when regexp_matches(told.named, '单位资金') then 'unit_funds'
        when regexp_matches(told.named, '财政(性)?(预算)?拨款') then 'fiscal_appropriation'
    end as said_fund,
    -- Nothing but neutral words: the figure is of what the words before name.
    regexp_full_match(told.named, '(?:' || words.neutral || '|' || words.expenditure || ')*') as is_generic,
    regexp_matches(told.tail, words.opener) as opens_list,
    -- 社会保障和就业支出（类）行政事业单位养老支出（款）事业单位离退休（项）, here or at the beginning of the words before it.
    case
        when regexp_matches(told.named, '\([类款项]\)|^[^-]+-[^-]+-[^-]+(科目)?$') then told.named
        when regexp_full_match(told.named, '(?:' || words.neutral || '|' || words.expenditure || ')*')
            then nullif(regexp_extract(told.lead, '^(?:\d{1,2}[.、)]|\([一二三四五六七八九十\d]+\)|[一二三四五六七八九十]+[、.])?([^,;:。]*\([类款项]\))', 1), '')
    end as subject_words,
    nullif(regexp_extract(told.named, '\((\d{3}|\d{5}|\d{7})\)', 1), '') as said_code,
    -- A class by its name alone: “教育支出”科目.
    regexp_replace(regexp_replace(told.named, '[“”"《》]|\([一二三四五六七八九十\d]+\)', '', 'g'), '(科目|类)(支出)?$', '') as plain_name
from told
cross join words
