"""How results.h5 keeps a pair correlation."""


def expand(file, dataset, index, dimension):
    """All values of g at the output time with that index: 2d axes of n points, v1 slow.

    `file` is the field file, for what a reduced form refers to; `dataset` is /g/MODEL/N. Of data with a symmetry it holds g(v1, r) for one representative r of
    every orbit alone. With v_i = s r_k, g(v_i, v_j) = g(s^-1 v_j, r_k): the value at point maps[element[i], j] in column column[i].
    """
    values = dataset[index]
    if values.ndim == 2 * dimension:
        return values
    if values.ndim != dimension + 1 or "symmetry" not in file:
        raise ValueError(f"{dataset.name} has {values.ndim} axes at a time, and g has {2 * dimension}")
    maps, element, column = (file["symmetry"][name][:] for name in ("maps", "element", "column"))
    columns = values.reshape(column.size, -1)
    g = columns[maps[element], column[:, None]]
    return g.reshape(2 * values.shape[:dimension])
