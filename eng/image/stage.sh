#!/bin/sh
# Copies what the image needs into a folder: programs with the libraries that they load, certificates, time zones, and for scanners the
# records of the packages that all of it came from.
set -eu
root=$1
libraries=/usr/lib/$(uname -m)-linux-gnu

# A path, with what it links to.
add() {
  real=$(readlink -f "$(dirname "$1")")/$(basename "$1")
  [ -e "$root$real" ] || [ -L "$root$real" ] || {
    mkdir -p "$root$(dirname "$real")"
    cp -a "$real" "$root$real"
    echo "$real" >> /staged
  }
  if [ -L "$real" ]; then add "$(readlink -f "$real")"; fi
}

# A program or library, with the libraries that it names.
add_program() {
  add "$1"
  ldd "$1" > /loaded 2>/dev/null || true
  if grep 'not found' /loaded >&2; then echo "stage.sh: $1 needs these" >&2; exit 1; fi
  grep -o '/[^ ]*' /loaded | sort -u > /libraries || true
  while read -r library; do add "$library"; done < /libraries
}

mkdir -p "$root/usr/bin" "$root/usr/lib" "$root/usr/lib64" "$root/usr/sbin" "$root/etc" "$root/tmp" "$root/var/lib/dpkg/status.d"
chmod 1777 "$root/tmp"
for name in bin lib lib64 sbin; do ln -s "usr/$name" "$root/$name"; done

for program in /usr/bin/postmortem-operator /usr/bin/git /usr/lib/git-core/git-remote-http /usr/bin/ssh /usr/bin/ssh-keygen; do add_program "$program"; done
add /usr/lib/git-core/git
add /usr/lib/git-core/git-remote-https
# The program loads these by name; the last one is for ssh under a user who is in no /etc/passwd.
for library in libssl.so.3 libgcc_s.so.1 libnss_wrapper.so; do add_program "$libraries/$library"; done
add_program "$(find / -xdev -name 'ld-linux-*.so.*' -path '*lib*' | head -n 1)"
find /usr/lib64 -name 'ld-linux-*' 2>/dev/null | while read -r loader; do add "$loader"; done
for folder in /etc/ssl/certs /etc/ssl/openssl.cnf /etc/ssh/ssh_config /usr/lib/ssl /usr/share/ca-certificates /usr/share/git-core/templates /usr/share/zoneinfo; do
  add "$folder"
done

cat > "$root/etc/passwd" <<END
root:x:0:0:root:/:/sbin/nologin
nonroot:x:65532:65532:nonroot:/tmp:/sbin/nologin
END
cat > "$root/etc/group" <<END
root:x:0:
nonroot:x:65532:
END
echo "hosts: files dns" > "$root/etc/nsswitch.conf"
cp /etc/os-release "$root/etc/os-release"

# dpkg knows some files by their names from before /usr was merged.
while read -r path; do
  owner=$(dpkg -S "$path" 2>/dev/null || dpkg -S "${path#/usr}" 2>/dev/null || true)
  echo "$owner" | cut -d: -f1 | tr ',' '\n'
done < /staged | sed 's/ //g' | grep -v '^diversion' | sort -u | grep . | while read -r package; do
  dpkg-query -s "$package" > "$root/var/lib/dpkg/status.d/$package"
  mkdir -p "$root/usr/share/doc/$package"
  cp -L "/usr/share/doc/$package/copyright" "$root/usr/share/doc/$package/copyright"
done
