"""What may be read of learning: QuerySets with their prefetches."""
