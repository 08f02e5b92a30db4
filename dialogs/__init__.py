"""Everything said: screens, buttons, states. Words live only here, as plain English msgids."""
