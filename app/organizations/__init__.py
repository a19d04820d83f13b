"""Operators, organizations (communes, EPCI…) and their population brackets."""
