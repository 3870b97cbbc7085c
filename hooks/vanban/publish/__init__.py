"""Publish the built site: audit, guard, sign, compress and deliver it, so that readers never meet half a release.

The rooms, in the order a publication walks through them:

* `tree`, `page`, `stylesheet`, `address`: what the built folder holds, read once and judged nowhere;
* `audit`, `validity`: findings about the built folder;
* `marks`, `personal`, `approvals`, `metadata`, `guard`: findings about what must not leave the office;
* `policy`, `servers`: the Content-Security-Policy of this very build, and server configurations that send it;
* `compress`, `checksums`, `manifest`, `prepare`: one finished release folder;
* `releases`, `plain`, `usb`, `remote`, `destination`: the ways a release reaches its readers;
* `verify`: is a copy whole; `bundle`: build where there is no network; `publication`: all of it in one call.
"""
