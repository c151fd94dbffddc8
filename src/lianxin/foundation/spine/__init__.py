"""The spine: what every room stands on (actions, scope, audit and scope ports). Knows no room."""
