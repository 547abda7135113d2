"""The compiled core of the policy ``dispatch``: one future after another over flat arrays."""
