"""An employment area with everything that several rooms know of it; integration in a region."""
