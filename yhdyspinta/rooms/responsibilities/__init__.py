"""The block of the division of labour: who organises what, who is whose counterpart, what nobody or two organise."""
