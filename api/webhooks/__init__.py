"""Programs outside are told what happened: signed, tried again, and written down."""
