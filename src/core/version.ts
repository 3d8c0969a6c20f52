/** Raised by any change that alters a number for the same seed. It stands in every checkpoint and Parquet file. */
export const numericsVersion = 1;
