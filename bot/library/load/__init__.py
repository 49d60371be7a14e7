"""From YAML files to a library, or to the list of what is wrong."""
