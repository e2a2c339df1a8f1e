"""Independent programs, started on loopback, that our checks have to cope with."""
