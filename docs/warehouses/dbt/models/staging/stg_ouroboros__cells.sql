-- What theory was compared with: one row per cell, metric, generation and prediction.
select
    sweep_id,
    cell_id,
    family,
    regime,
    samples,
    metric,
    generation,
    prediction,
    n as chains,
    mean,
    se as standard_error,
    theory_value,
    theory_kind,
    theory_source,
    ratio,
    z,
    verdict,
    verdict = 'differs' as differs_from_theory
from {{ source('ouroboros', 'cells') }}
where theory_value is not null
