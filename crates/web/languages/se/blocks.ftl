# What a person has closed.

blocks-title = Giddemat
