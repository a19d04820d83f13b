"""What members attach: pictures made anew, kept under the data folder, shown to whom may read them."""
