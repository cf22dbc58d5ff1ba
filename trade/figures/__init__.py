"""Trade statistics: read from files, loaded, summed up, compared, given back."""
