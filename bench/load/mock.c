// SPDX-License-Identifier: Apache-2.0
// Tiny single-threaded epoll mock of an OpenAI-compatible upstream. Usage: mock PORT [delay_ms] [sse_chunks] [sse_gap_ms]
// POST */chat/completions -> ~1 KB JSON; if body has "stream":true -> chunked SSE of N events, one write() each.
#define _GNU_SOURCE
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <unistd.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <time.h>
#include <stdint.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#define MAXC 20000
#define BUF 262144
typedef struct { int fd; char*buf; int len; int stage; int closing; uint32_t gen; int busy; } conn;
static conn *C[MAXC]; static uint32_t gens[MAXC];
typedef struct { uint64_t due; int fd; uint32_t gen; } tm_t;
static tm_t *heap; static int hn, hcap;
static uint64_t now_us(void){struct timespec t;clock_gettime(CLOCK_MONOTONIC,&t);return t.tv_sec*1000000ull+t.tv_nsec/1000;}
static void push(uint64_t due,int fd,uint32_t gen){ if(hn==hcap){hcap=hcap?hcap*2:1024;heap=realloc(heap,hcap*sizeof(tm_t));} int i=hn++; while(i>0){int p=(i-1)/2; if(heap[p].due<=due)break; heap[i]=heap[p]; i=p;} heap[i]=(tm_t){due,fd,gen};}
static tm_t pop(void){tm_t r=heap[0],l=heap[--hn];int i=0;for(;;){int c=2*i+1;if(c>=hn)break;if(c+1<hn&&heap[c+1].due<heap[c].due)c++;if(heap[c].due>=l.due)break;heap[i]=heap[c];i=c;}heap[i]=l;return r;}
static char resp[8192]; static int resplen; static char ev[64][1024]; static int evlen[64]; static int delay_us,nchunks=20,gap_us; static char ssehdr[512]; static int ssehdrlen; static unsigned long nreq;
static int ep;
static void closec(int fd){ conn*c=C[fd]; if(!c)return; C[fd]=0; gens[fd]++; close(fd); free(c->buf); free(c);}
static int wr(int fd,const char*b,int n){ int o=0; while(o<n){ ssize_t k=send(fd,b+o,n-o,MSG_NOSIGNAL); if(k>0)o+=k; else if(k<0&&(errno==EAGAIN)){ struct timespec ts={0,100000}; nanosleep(&ts,0);} else if(k<0&&errno==EINTR)continue; else return -1;} return 0;}
static void process(int fd);
static void step(int fd){ conn*c=C[fd]; if(!c)return;
  if(c->stage==-1){ nreq++; if(wr(fd,resp,resplen)<0){closec(fd);return;} c->stage=0;c->busy=0; if(c->closing){closec(fd);return;} process(fd); return; }
  for(;;){ // SSE stages: 1 hdr, 2..n+1 events
    if(c->stage==1){ if(wr(fd,ssehdr,ssehdrlen)<0){closec(fd);return;} c->stage=2; }
    int i=c->stage-2; if(i<nchunks){ if(wr(fd,ev[i],evlen[i])<0){closec(fd);return;} c->stage++; if(gap_us&&i+1<nchunks){ push(now_us()+gap_us,fd,c->gen); return; } continue; }
    static const char end[]="e\r\ndata: [DONE]\n\n\r\n0\r\n\r\n"; if(wr(fd,end,sizeof end-1)<0){closec(fd);return;} nreq++; c->stage=0;c->busy=0; if(c->closing){closec(fd);return;} process(fd); return; }
}
static void process(int fd){ conn*c=C[fd];
  while(c&&!c->busy&&c->len>0){ c->buf[c->len]=0; char*he=memmem(c->buf,c->len,"\r\n\r\n",4); if(!he)return; int hl=he-c->buf+4; long cl=0; int chunked=0; 
    char save=he[2]; he[2]=0; char*p=strcasestr(c->buf,"\ncontent-length:"); if(p)cl=atol(p+16); if(strcasestr(c->buf,"\ntransfer-encoding: chunked"))chunked=1; if(strcasestr(c->buf,"\nconnection: close"))c->closing=1; int expect=strcasestr(c->buf,"\nexpect: 100-continue")!=0; he[2]=save;
    long total;
    if(chunked){ char*q=c->buf+hl; char*e=c->buf+c->len; int done=0; if(expect&&q==e){wr(fd,"HTTP/1.1 100 Continue\r\n\r\n",25);return;} while(q<e){ char*nl=memmem(q,e-q,"\r\n",2); if(!nl)return; long sz=strtol(q,0,16); q=nl+2; if(sz==0){ if(e-q<2)return; q+=2; done=1; break;} if(e-q<sz+2)return; q+=sz+2; } if(!done)return; total=q-c->buf; }
    else { if(expect&&c->len<hl+cl){wr(fd,"HTTP/1.1 100 Continue\r\n\r\n",25);} if(c->len<hl+cl)return; total=hl+cl; }
    int stream=0; char*b=c->buf+hl; int bl=total-hl; if(memmem(b,bl,"\"stream\":true",13)||memmem(b,bl,"\"stream\": true",14))stream=1;
    memmove(c->buf,c->buf+total,c->len-total); c->len-=total; c->busy=1; c->stage=stream?1:-1;
    if(delay_us){ push(now_us()+delay_us,fd,c->gen); return; }
    step(fd); return; // step() calls process again
  } }
int main(int argc,char**argv){ int port=atoi(argv[1]); if(argc>2)delay_us=atof(argv[2])*1000; if(argc>3)nchunks=atoi(argv[3]); if(argc>4)gap_us=atof(argv[4])*1000; if(nchunks>60)nchunks=60; signal(SIGPIPE,SIG_IGN);
  char content[800]; const char*lorem="The usage agreement permits lawful defensive analysis. "; content[0]=0; while(strlen(content)<620)strcat(content,lorem);
  char body[4096]; int n=snprintf(body,sizeof body,"{\"id\":\"chatcmpl-mock000000000000000001\",\"object\":\"chat.completion\",\"created\":1790000000,\"model\":\"mock-1\",\"choices\":[{\"index\":0,\"message\":{\"role\":\"assistant\",\"content\":\"%s\",\"refusal\":null},\"logprobs\":null,\"finish_reason\":\"stop\"}],\"usage\":{\"prompt_tokens\":42,\"completion_tokens\":128,\"total_tokens\":170,\"prompt_tokens_details\":{\"cached_tokens\":0}},\"system_fingerprint\":\"fp_mock\"}",content);
  resplen=snprintf(resp,sizeof resp,"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n%s",n,body);
  ssehdrlen=snprintf(ssehdr,sizeof ssehdr,"HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nCache-Control: no-cache\r\nTransfer-Encoding: chunked\r\n\r\n");
  for(int i=0;i<nchunks;i++){ char e[900]; int m=snprintf(e,sizeof e,"data: {\"id\":\"chatcmpl-mock000000000000000001\",\"object\":\"chat.completion.chunk\",\"created\":1790000000,\"model\":\"mock-1\",\"choices\":[{\"index\":0,\"delta\":{%s\"content\":\"token%02d and more \"},\"finish_reason\":%s}]}\n\n",i==0?"\"role\":\"assistant\",":"",i,i==nchunks-1?"\"stop\"":"null"); evlen[i]=snprintf(ev[i],sizeof ev[i],"%x\r\n%s\r\n",m,e); }
  fprintf(stderr,"mock port=%d json_body=%d delay_us=%d chunks=%d gap_us=%d\n",port,n,delay_us,nchunks,gap_us);
  int ls=socket(AF_INET,SOCK_STREAM|SOCK_NONBLOCK,0); int one=1; setsockopt(ls,SOL_SOCKET,SO_REUSEADDR,&one,4); struct sockaddr_in a={.sin_family=AF_INET,.sin_port=htons(port),.sin_addr.s_addr=htonl(INADDR_LOOPBACK)}; if(bind(ls,(void*)&a,sizeof a)){perror("bind");return 1;} listen(ls,4096);
  ep=epoll_create1(0); struct epoll_event e={.events=EPOLLIN,.data.fd=ls}; epoll_ctl(ep,EPOLL_CTL_ADD,ls,&e); struct epoll_event evs[512];
  for(;;){ int to=-1; if(hn){ int64_t d=(int64_t)heap[0].due-(int64_t)now_us(); to=d<=0?0:(int)((d+999)/1000);} int k=epoll_wait(ep,evs,512,to);
    for(int i=0;i<k;i++){ int fd=evs[i].data.fd; if(fd==ls){ for(;;){ int c=accept4(ls,0,0,SOCK_NONBLOCK); if(c<0)break; if(c>=MAXC){close(c);continue;} setsockopt(c,IPPROTO_TCP,TCP_NODELAY,&one,4); conn*x=calloc(1,sizeof*x); x->fd=c; x->buf=malloc(BUF+1); x->gen=gens[c]; C[c]=x; struct epoll_event q={.events=EPOLLIN,.data.fd=c}; epoll_ctl(ep,EPOLL_CTL_ADD,c,&q);} continue; }
      conn*c=C[fd]; if(!c)continue; ssize_t r=recv(fd,c->buf+c->len,BUF-c->len,0); if(r<=0){ if(r<0&&(errno==EAGAIN||errno==EINTR))continue; closec(fd); continue;} c->len+=r; process(fd); }
    uint64_t t=now_us(); while(hn&&heap[0].due<=t){ tm_t x=pop(); if(C[x.fd]&&gens[x.fd]==x.gen) step(x.fd);} }
}
