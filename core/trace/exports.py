"""Traces as files for other programs: netCDF keeps the labels, CSV and Parquet hold one long table."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

import pandas as pd
import xarray as xr

from core.errors import InputError
from core.trace.schema import DIMENSIONS, TOKENS

ENDINGS = (".nc", ".csv", ".parquet")


def ending(path: Path) -> str:
    """Which of `ENDINGS` the file's name has.

    Raises
    ------
    InputError
        If it has none of them.
    """
    if path.suffix.lower() not in ENDINGS:
        raise InputError(
            "A trace cannot be written as {name}. Let the file's name end in {endings}.",
            name=repr(path.name)[:80],
            endings=", ".join(ENDINGS),
        )
    return path.suffix.lower()


def exported(trace: xr.Dataset, ending: str) -> bytes:
    """The content of a file whose name has this ending."""
    if ending == ".nc":
        truths = {name: int(fact) for name, fact in trace.attrs.items() if isinstance(fact, bool)}
        return bytes(trace.assign_attrs(truths).to_netcdf(engine="h5netcdf"))  # the format knows no truth values
    if ending == ".csv":
        return table(trace).to_csv(index=False, lineterminator="\n").encode()
    file = BytesIO()
    table(trace).to_parquet(file, index=False)
    return file.getvalue()


def table(trace: xr.Dataset) -> pd.DataFrame:
    """Every number of the trace in a row of its own.

    Returns
    -------
    DataFrame
        ``variable``; the trace's dimensions (integers, empty where a variable does not have them), those of the shared
        schema first, in its order; its tokens and whatever else stands on a dimension; ``value``.
    """
    parts = [
        values.to_dataframe("value").reset_index().assign(variable=name) for name, values in trace.data_vars.items()
    ]
    own = [str(dim) for dim in trace.dims if dim not in DIMENSIONS]  # those that only this lab has
    dimensions = [dim for dim in DIMENSIONS if dim in trace.dims] + own
    tokens = [TOKENS[dim] for dim in dimensions if dim in TOKENS]
    others = [str(name) for name in trace.coords if name not in (*tokens, *trace.dims)]
    rows = pd.concat(parts, ignore_index=True).reindex(columns=["variable", *dimensions, *tokens, *others, "value"])
    return rows.astype({dim: "Int64" for dim in dimensions})
