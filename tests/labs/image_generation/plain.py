"""Small runs of this lab, to be tried as plain files (see `tests.plain`)."""

SMALL = {"hidden_size": 8, "batch_size": 4}

CHOICES = tuple(
    {"architecture": architecture, "layers": 2, "levels": 4, "dropout": 0.0}
    for architecture in ("raster_pixel", "row_lstm", "diagonal_bilstm", "grid_2d", "grid_3d", "pixel_cnn")
)
