"""Reads Iceberg tables with one reader and prints their rows as JSON by table: doubles as 16 hexadecimal digits of their
bits (or "nan"), integers as text. Usage: iceberg.py READER FOLDER_OF_TABLES JSON, which is lists of columns by table.
"""

import json
import math
import struct
import sys

reader, tables, asked = sys.argv[1:]


def with_pyiceberg(folder, columns):
    from pyiceberg.table import StaticTable

    table = StaticTable.from_metadata(folder).scan(selected_fields=tuple(columns)).to_arrow()
    return zip(*(table[name].to_pylist() for name in columns))


def with_duckdb(folder, columns):
    import duckdb
    import duckdb_ext

    connection = duckdb.connect()
    [platform] = connection.sql("PRAGMA platform").fetchone()
    for extension in ("avro", "iceberg"):
        place = f"{list(duckdb_ext.__path__)[0]}/extensions/v{duckdb.__version__}/{platform}"
        connection.load_extension(f"{place}/{extension}.duckdb_extension")
    names = ", ".join(f'"{name}"' for name in columns)
    return connection.sql(f"SELECT {names} FROM iceberg_scan('{folder}')").fetchall()


def with_pyspark(folder, columns):
    from pyspark.sql import SparkSession

    package = "org.apache.iceberg:iceberg-spark-runtime-4.0_2.13:1.10.1"
    session = SparkSession.builder.master("local[1]").config("spark.ui.enabled", "false").config("spark.jars.packages", package)
    return session.getOrCreate().read.format("iceberg").load(f"file://{folder}").select(columns).collect()


def plain(value):
    if isinstance(value, float):
        return "nan" if math.isnan(value) else struct.pack(">d", value).hex()
    return str(value) if isinstance(value, int) and not isinstance(value, bool) else value


found = {
    table: [[plain(value) for value in row] for row in globals()[f"with_{reader}"](f"{tables}/{table}", columns)]
    for table, columns in json.loads(asked).items()
}
print("RESULT" + json.dumps(found))
