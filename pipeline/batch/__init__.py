"""Many users of one event: the same stages in partitions, each sheet kept by a receipt.

The office's own contacts never reach a student's paper, and no student's data reaches another's.
"""
