"""The doors: something arrived, what happens. One file per noun; each reads as sentences about the hotline."""
