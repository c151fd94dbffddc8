"""Open311 GeoReport v2: published letters for the apps and cities that speak it.

Specification: https://wiki.open311.org/GeoReport_v2/ . What goes beyond it (paging, `updated_after`,
`datum`, `extended_attributes`, updates) is left out of nothing that a plain client reads.
"""
