"""What plain files are put together from: parts that several labs' programs import, each written out in simple torch
operations. A file takes those that its run chose, and nothing else (see `core.plain.assembly`).
"""
