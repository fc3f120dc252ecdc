# What a person has closed.

blocks-title = Blocks
