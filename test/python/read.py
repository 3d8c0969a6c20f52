"""Reads Parquet files with one reader and prints the rows of each as JSON: doubles as 16 hexadecimal digits of their bits
(or "nan"), integers and microseconds as text. Usage: read.py READER FILE…
"""

import json
import math
import struct
import sys
from datetime import datetime, timedelta, timezone

reader, *paths = sys.argv[1:]
columns = ["whole", "small", "real", "words", "flag", "at"]
epoch = datetime(1970, 1, 1, tzinfo=timezone.utc)


def with_pyarrow(path):
    import pyarrow as pa
    import pyarrow.parquet as pq

    table = pq.read_table(path)
    if pa.types.is_timestamp(table.schema.field("at").type):
        assert table.schema.field("at").type == pa.timestamp("us", tz="UTC"), table.schema
        table = table.set_column(5, "at", table["at"].cast(pa.int64()))
    return zip(*(table[name].to_pylist() for name in columns))


def with_polars(path):
    import polars as pl

    frame = pl.read_parquet(path)
    if frame.schema["at"] != pl.Int64:
        assert frame.schema["at"] == pl.Datetime("us", "UTC"), frame.schema
        frame = frame.with_columns(pl.col("at").dt.epoch("us"))
    return frame.select(columns).rows()


def with_duckdb(path):
    import duckdb

    edges = duckdb.read_parquet(path)
    kind = str(dict(zip(edges.columns, edges.types))["at"])
    assert kind in ("BIGINT", "TIMESTAMP WITH TIME ZONE"), kind
    at = '"at"' if kind == "BIGINT" else 'epoch_us("at")'
    return edges.project(f"whole, small, real, words, flag, {at}").fetchall()


def with_pandas(path):
    import pandas as pd

    frame = pd.read_parquet(path, dtype_backend="pyarrow")
    if str(frame["at"].dtype) != "int64[pyarrow]":
        assert str(frame["at"].dtype) == "timestamp[us, tz=UTC][pyarrow]", frame.dtypes
        frame["at"] = frame["at"].astype("int64[pyarrow]")
    return zip(*(frame[name].array.__arrow_array__().to_pylist() for name in columns))


def with_pyspark(path):
    from pyspark.sql import SparkSession
    from pyspark.sql.functions import col, unix_micros

    spark = (
        SparkSession.builder.master("local[1]")
        .config("spark.ui.enabled", "false")
        .config("spark.sql.session.timeZone", "UTC")
        .getOrCreate()
    )
    frame = spark.read.parquet(path)
    if dict(frame.dtypes)["at"] == "timestamp":
        frame = frame.withColumn("at", unix_micros(col("at")))
    return [tuple(row) for row in frame.select(columns).collect()]


def bits(value):
    if value is None:
        return None
    return "nan" if math.isnan(value) else struct.pack(">d", value).hex()


def plain(row):
    whole, small, real, words, flag, at = row
    if isinstance(at, datetime):
        at = (at - epoch) // timedelta(microseconds=1)
    text = lambda number: None if number is None else str(number)
    return [text(whole), small, bits(real), words, flag, text(at)]


read = {
    "pyarrow": with_pyarrow,
    "polars": with_polars,
    "duckdb": with_duckdb,
    "pandas": with_pandas,
    "pyspark": with_pyspark,
}[reader]
json.dump([[plain(row) for row in read(path)] for path in paths], sys.stdout)
