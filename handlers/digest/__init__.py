"""The weekly digest: counted, released, said in sentences, frozen, shown everywhere the same."""
