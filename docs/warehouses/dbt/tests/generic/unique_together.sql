{% test unique_together(model, columns) %}

-- Keys that more than one row has.
select {{ columns | join(', ') }}, count(*) as times
from {{ model }}
group by {{ columns | join(', ') }}
having count(*) > 1

{% endtest %}
