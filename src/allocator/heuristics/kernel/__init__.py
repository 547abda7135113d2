"""The compiled core: schedules decoded, scored and searched over flat arrays."""
