"""议题与意见征集: what members and citizens put before an organisation, and what it asks them before it decides."""
