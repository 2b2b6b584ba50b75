"""How results.h5 keeps a pair correlation."""


def expand(file, dataset, index, dimension):
    """All values of g at the output time with that index: 2d axes of n points, v1 slow.

    `file` is the field file, for what a reduced form refers to; `dataset` is /g/MODEL/N.
    """
    values = dataset[index]
    if values.ndim != 2 * dimension:
        raise ValueError(f"{dataset.name} has {values.ndim} axes at a time, and g has {2 * dimension}")
    return values
