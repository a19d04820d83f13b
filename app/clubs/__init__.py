"""Who belongs where: clubs, memberships, invitations; what a member may reach."""
