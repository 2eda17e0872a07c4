{# What stands apart in 三公 tables: 会议费 and 培训费 are no part of the total, and contain nothing of each other. #}
{% macro three_public_group(item) -%}
    case when {{ item }} in ('conference', 'training') then {{ item }} else 'three_public' end
{%- endmacro %}

{# Whether 公务用车购置及运行费 stands for its parts, where it is not their sum: what makes up the total counts, the parts where neither
   does. Of columns total_yuan, vehicles_yuan, vehicle_parts_yuan, others_yuan and bound_yuan. #}
{% macro vehicles_are_whole() -%}
    case
        when vehicles_yuan is null or vehicle_parts_yuan is null then vehicles_yuan is not null
        when abs(vehicles_yuan - vehicle_parts_yuan) <= bound_yuan then false
        else vehicle_parts_yuan = 0 or coalesce(abs(total_yuan - others_yuan - vehicles_yuan) <= bound_yuan, false)
    end
{%- endmacro %}

{# The sums that it asks for, and the total, over a window of one table's, body's and stage's figures. #}
{% macro three_public_sums(window) -%}
    item in ('vehicle_purchase', 'vehicle_running') as is_vehicle_part,
    sum(half_unit_yuan) over {{ window }} as bound_yuan,
    sum(amount_yuan) filter (where item = 'three_public') over {{ window }} as total_yuan,
    sum(amount_yuan) filter (where item = 'vehicles') over {{ window }} as vehicles_yuan,
    sum(amount_yuan) filter (where is_vehicle_part) over {{ window }} as vehicle_parts_yuan,
    coalesce(sum(amount_yuan) filter (where item in ('overseas_travel', 'hospitality')) over {{ window }}, 0) as others_yuan
{%- endmacro %}
