/** What a process under test says whenever one of its threads is given a segment to compute. */
export const segmentBegun = "chaos: a segment begins";
