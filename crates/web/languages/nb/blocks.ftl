# What a person has closed.

blocks-title = Sperringer
