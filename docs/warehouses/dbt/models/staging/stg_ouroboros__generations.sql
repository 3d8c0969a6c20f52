-- A row per chain and generation whose fit went well: what most questions start from.
with generations as (

    select * from {{ source('ouroboros', 'generations') }}

),

chains as (

    select sweep_id, cell_id, replicate, outcome, complete
    from {{ source('ouroboros', 'chains') }}

)

select
    generations.sweep_id,
    generations.cell_id,
    generations.replicate,
    generations.generation,
    generations.family,
    generations.regime,
    generations.samples,
    generations.dimension,
    generations.training_size,
    generations.real_share,
    generations.test_error,
    chains.outcome as chain_outcome,
    chains.complete as is_chain_complete
from generations
inner join chains
    on generations.sweep_id = chains.sweep_id
    and generations.cell_id = chains.cell_id
    and generations.replicate = chains.replicate
where generations.status = 'ok'
